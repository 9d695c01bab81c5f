/* Queries on a database in memory. The input is SQL: what stands before the line "-- step" prepares, the rest
   is a step, which ends with a rollback and so finds the same database every time. */
#include "bench.h"
#include "sqlite3.h"

#include <stdio.h>

static sqlite3 *db;
static const char *queries;

/* Runs every statement and folds every value of every row into the digest. */
static uint64_t run(const char *sql) {
    uint64_t digest = DIGEST_NEW;
    while (*sql) {
        sqlite3_stmt *statement;
        int result = sqlite3_prepare_v2(db, sql, -1, &statement, &sql);
        while (result == SQLITE_OK || result == SQLITE_ROW) {
            if (!statement)
                break; /* only a comment or white space */
            result = sqlite3_step(statement);
            for (int i = 0; result == SQLITE_ROW && i < sqlite3_column_count(statement); i++) {
                if (sqlite3_column_type(statement, i) == SQLITE_INTEGER)
                    digest = digest_u64(digest, (uint64_t)sqlite3_column_int64(statement, i));
                else
                    digest = digest_bytes(digest, sqlite3_column_text(statement, i),
                                          (size_t)sqlite3_column_bytes(statement, i));
            }
        }
        if (result != SQLITE_DONE && result != SQLITE_OK) {
            fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(db));
            abort();
        }
        sqlite3_finalize(statement);
    }
    return digest;
}

static void setup(const uint8_t *input, size_t size) {
    (void)size;
    char *sql = (char *)input;
    char *border = strstr(sql, "\n-- step\n");
    check(border != NULL);
    *border = 0;
    queries = border + 1;
    check(sqlite3_open(":memory:", &db) == SQLITE_OK);
    run(sql);
}

static uint64_t step(void) { return run(queries); }
