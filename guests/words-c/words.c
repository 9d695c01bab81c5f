/* Counts the words of a text. C's library has no hash map, so a plain one with linear probing is here. */
#include "bench.h"

#include <ctype.h>
#include <stdio.h>

struct word {
    const char *text;
    size_t length;
    unsigned count;
};

struct map {
    struct word *slots;
    size_t room, used;
};

static const char *text;
static size_t text_size;

static void setup(const uint8_t *input, size_t size) {
    text = (const char *)input;
    text_size = size;
}

static void *must_allocate(size_t count, size_t size) {
    void *memory = calloc(count, size);
    check(memory != NULL);
    return memory;
}

/* The word's slot, or the empty one where it belongs. */
static struct word *find(struct map *map, const char *text, size_t length) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    for (size_t at = hash;; at++) {
        struct word *slot = &map->slots[at & (map->room - 1)];
        if (slot->text == NULL || (slot->length == length && memcmp(slot->text, text, length) == 0))
            return slot;
    }
}

static void grow(struct map *map) {
    struct map larger = {must_allocate(map->room * 2, sizeof(struct word)), map->room * 2, map->used};
    for (size_t i = 0; i < map->room; i++)
        if (map->slots[i].text != NULL)
            *find(&larger, map->slots[i].text, map->slots[i].length) = map->slots[i];
    free(map->slots);
    *map = larger;
}

static void count(struct map *map, const char *text, size_t length) {
    struct word *slot = find(map, text, length);
    if (slot->text == NULL) {
        *slot = (struct word){text, length, 0};
        map->used++;
    }
    slot->count++;
    if (map->used * 4 > map->room * 3)
        grow(map);
}

static int by_count(const void *a, const void *b) {
    const struct word *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    size_t common = x->length < y->length ? x->length : y->length;
    int order = memcmp(x->text, y->text, common);
    return order != 0 ? order : (x->length > y->length) - (x->length < y->length);
}

static uint64_t step(void) {
    char *lower = must_allocate(text_size + 1, 1);
    for (size_t i = 0; i < text_size; i++)
        lower[i] = (char)tolower((unsigned char)text[i]);

    struct map map = {must_allocate(64, sizeof(struct word)), 64, 0};
    for (char *at = lower, *end; *at != 0; at = end) {
        for (end = at; isalnum((unsigned char)*end); end++)
            ;
        if (end > at)
            count(&map, at, (size_t)(end - at));
        else
            end++;
    }

    struct word *words = must_allocate(map.used, sizeof(struct word));
    size_t used = 0, room = 1;
    for (size_t i = 0; i < map.room; i++)
        if (map.slots[i].text != NULL) {
            words[used++] = map.slots[i];
            room += map.slots[i].length + 16;
        }
    qsort(words, used, sizeof(struct word), by_count);

    char *report = must_allocate(room, 1), *to = report;
    for (size_t i = 0; i < used; i++)
        to += sprintf(to, "%u %.*s\n", words[i].count, (int)words[i].length, words[i].text);
    uint64_t digest = digest_bytes(DIGEST_NEW, report, (size_t)(to - report));
    free(report);
    free(words);
    free(map.slots);
    free(lower);
    return digest;
}
