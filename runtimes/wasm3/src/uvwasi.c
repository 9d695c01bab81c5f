/* wasm3's WASI with uvwasi, whose structures differ between versions. */
#include "m3_api_wasi.h"

const char *wasmeter_uvwasi_version(void) { return UVWASI_VERSION_STRING; }

/* Links WASI with an environment, which ends with a null pointer, and so many folders (2 at the most) under the guest's
   names for them. The first call of the process makes the context, from these; later ones leave it as it is. */
M3Result wasmeter_link_uvwasi(IM3Module module, const char **env, u32 count, const char *const *names,
                              const char *const *folders) {
  uvwasi_preopen_t preopens[2];
  uvwasi_options_t options;
  uvwasi_options_init(&options);
  options.envp = env;
  options.preopenc = count;
  options.preopens = preopens;
  for (u32 i = 0; i < count; i++) {
    preopens[i].mapped_path = names[i];
    preopens[i].real_path = folders[i];
  }
  return m3_LinkWASIWithOptions(module, options);
}
