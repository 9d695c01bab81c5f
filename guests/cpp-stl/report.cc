// Reads an access log with streams and prints a report: strings, maps, vectors, sets, queues, algorithms.
#include "bench.h"

#include <algorithm>
#include <iomanip>
#include <map>
#include <numeric>
#include <queue>
#include <set>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

std::string *text;

struct Page {
    int hits = 0;
    long bytes = 0;
    std::set<std::string> visitors;
    std::vector<int> durations;
};

struct Line {
    std::string visitor, method, path, status;
    long bytes = 0;
    int duration = 0;
};

// 203.0.113.9 - - [07/Mar/2026:10:15:32 +0000] "GET /path HTTP/1.1" 200 1234 "agent" 17
bool parse(const std::string &line, Line &out) {
    auto quote = line.find('"'), end = line.find('"', quote + 1), tail = line.rfind('"');
    if (end == std::string::npos || tail == end)
        return false;
    std::istringstream head(line.substr(0, quote)), request(line.substr(quote + 1, end - quote - 1)),
        sizes(line.substr(end + 1)), last(line.substr(tail + 1));
    return bool(head >> out.visitor) && bool(request >> out.method >> out.path) &&
           bool(sizes >> out.status >> out.bytes) && bool(last >> out.duration);
}

std::string report(const std::string &log) {
    std::unordered_map<std::string, Page> pages;
    std::map<std::string, int> statuses;
    std::istringstream lines(log);
    int broken = 0;
    for (std::string line; std::getline(lines, line);) {
        Line entry;
        if (!parse(line, entry)) {
            broken++;
            continue;
        }
        Page &page = pages[entry.method + " " + entry.path.substr(0, entry.path.find('?'))];
        page.hits++;
        page.bytes += entry.bytes;
        page.visitors.insert(entry.visitor);
        page.durations.push_back(entry.duration);
        statuses[entry.status]++;
    }

    // The best twenty by a queue; the name decides between equals, since a hash map's order is the library's own.
    using Ranked = std::pair<int, std::string>;
    auto worse = [](const Ranked &x, const Ranked &y) {
        return x.first != y.first ? x.first > y.first : x.second < y.second;
    };
    std::priority_queue<Ranked, std::vector<Ranked>, decltype(worse)> best(worse);
    for (const auto &[name, page] : pages) {
        best.emplace(page.hits, name);
        if (best.size() > 20)
            best.pop();
    }
    std::vector<Ranked> rows;
    for (; !best.empty(); best.pop())
        rows.push_back(best.top());
    std::reverse(rows.begin(), rows.end());

    std::ostringstream out;
    for (const auto &[hits, name] : rows) {
        Page &page = pages[name];
        std::sort(page.durations.begin(), page.durations.end());
        double mean = std::accumulate(page.durations.begin(), page.durations.end(), 0.0) / hits;
        out << std::left << std::setw(40) << name << std::right << std::setw(7) << hits << std::setw(10) << page.bytes
            << std::setw(6) << page.visitors.size() << std::fixed << std::setprecision(2) << std::setw(9) << mean
            << std::setw(6) << page.durations[page.durations.size() / 2] << '\n';
    }
    for (const auto &[status, count] : statuses)
        out << status << ": " << count << '\n';
    out << broken << " broken lines\n";
    return out.str();
}

} // namespace

static void setup(const uint8_t *input, size_t size) {
    text = new std::string(reinterpret_cast<const char *>(input), size);
}

static uint64_t step() {
    std::string result = report(*text);
    return digest_bytes(DIGEST_NEW, result.data(), result.size());
}
