/* Compresses a text at zstd's default level and decompresses it again. */
#include "bench.h"
#include "zstd.h"

static const uint8_t *text;
static size_t text_size, room;
static uint8_t *packed, *unpacked;
static ZSTD_CCtx *compressor;
static ZSTD_DCtx *decompressor;

static void setup(const uint8_t *input, size_t size) {
    text = input;
    text_size = size;
    room = ZSTD_compressBound(size);
    packed = malloc(room);
    unpacked = malloc(size);
    compressor = ZSTD_createCCtx();
    decompressor = ZSTD_createDCtx();
    check(packed && unpacked && compressor && decompressor);
}

static uint64_t step(void) {
    size_t size = ZSTD_compressCCtx(compressor, packed, room, text, text_size, ZSTD_CLEVEL_DEFAULT);
    check(!ZSTD_isError(size));
    check(ZSTD_decompressDCtx(decompressor, unpacked, text_size, packed, size) == text_size);
    return digest_bytes(digest_bytes(DIGEST_NEW, packed, size), unpacked, text_size);
}
