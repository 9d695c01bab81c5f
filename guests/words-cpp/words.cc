// Counts the words of a text.
#include "bench.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

static std::string *text;

static void setup(const uint8_t *input, size_t size) {
    text = new std::string(reinterpret_cast<const char *>(input), size);
}

static uint64_t step() {
    std::string lower(*text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });

    std::unordered_map<std::string_view, int> counts;
    auto in_word = [](unsigned char c) { return std::isalnum(c) != 0; };
    for (auto at = lower.begin();;) {
        at = std::find_if(at, lower.end(), in_word);
        if (at == lower.end())
            break;
        auto end = std::find_if_not(at, lower.end(), in_word);
        counts[std::string_view(&*at, end - at)]++;
        at = end;
    }

    std::vector<std::pair<std::string_view, int>> words(counts.begin(), counts.end());
    std::sort(words.begin(), words.end(), [](const auto &a, const auto &b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    std::string report;
    for (const auto &[word, count] : words)
        report.append(std::to_string(count)).append(" ").append(word).append("\n");
    return digest_bytes(DIGEST_NEW, report.data(), report.size());
}
