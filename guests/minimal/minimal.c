/* The smallest command: it returns at once, and has no libc, so what is measured is the runtime's own. */
#ifdef __wasm__
void _start(void) {}
#else
int main(void) { return 0; }
#endif
