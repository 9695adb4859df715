#include "check.h"

/// The known answers of Random123 1.14 (kat_vectors, philox4x32 with 10 rounds).
static void check_known(uint64_t block, const uint32_t counter[3], const uint32_t key[2], const uint32_t answer[4]) {
    uint32_t x[4];
    kernels->philox(x, (size_t)block * 4, 4, key, counter);
    CHECK(memcmp(x, answer, 16) == 0, "Philox at block %llx", (unsigned long long)block);
}

void check_random(void) {
    check_known(0, (uint32_t[]){0, 0, 0}, (uint32_t[]){0, 0},
                (uint32_t[]){0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    check_known(0xffffffff, (uint32_t[]){0xffffffff, 0xffffffff, 0xffffffff}, (uint32_t[]){0xffffffff, 0xffffffff},
                (uint32_t[]){0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    check_known(0x243f6a88, (uint32_t[]){0x85a308d3, 0x13198a2e, 0x03707344}, (uint32_t[]){0xa4093822, 0x299f31d0},
                (uint32_t[]){0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
    // Any part of a draw is the same as in the whole.
    const uint32_t key[2] = {1, 2}, counter[3] = {3, 4, 5};
    uint32_t whole[700];
    kernels->philox(whole, 0, 700, key, counter);
    for (size_t first = 0; first < 40; first++) {
        for (size_t count = 0; count <= 660; count += 1 + first * 3) {
            uint32_t *part = guarded(count * 4);
            kernels->philox(part, first, count, key, counter);
            CHECK(memcmp(part, whole + first, count * 4) == 0, "Philox %zu from %zu", count, first);
        }
        release_guarded();
    }
}
