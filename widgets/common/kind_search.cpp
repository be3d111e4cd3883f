#include "widgets/common/kind_search.h"

#include <algorithm>

namespace headroom::widgets {

namespace {

constexpr int perLetter = 1;
constexpr int inARow = 4;
constexpr int atWordStart = 6;
constexpr int wholeBeginning = 40;
constexpr int whole = 20;

bool startsWord(const QString& text, qsizetype at) {
    return at == 0 || !text[at - 1].isLetterOrNumber();
}

}  // namespace

int fuzzyScore(const QString& query, const QString& text) {
    const QString wanted = query.simplified().toLower();
    const QString within = text.toLower();
    if (wanted.isEmpty()) {
        return perLetter;
    }
    int score = within.startsWith(wanted) ? wholeBeginning : 0;
    score += within == wanted ? whole : 0;
    qsizetype from = 0;
    qsizetype last = -2;
    for (const QChar letter : wanted) {
        if (letter.isSpace()) {
            continue;
        }
        const qsizetype at = within.indexOf(letter, from);
        if (at < 0) {
            return 0;
        }
        score += perLetter + (at == last + 1 ? inARow : 0) + (startsWord(within, at) ? atWordStart : 0);
        last = at;
        from = at + 1;
    }
    // Letters that are merely scattered over a text are no find.
    return score >= wanted.size() * 3 ? score : 0;
}

int kindScore(const QString& query, const catalog::Kind& kind) {
    // A name is what people look for; a tag is a good second, an id the last.
    int best = 3 * fuzzyScore(query, QString::fromStdString(kind.label));
    for (const std::string& tag : kind.tags) {
        best = std::max(best, 2 * fuzzyScore(query, QString::fromStdString(tag)));
    }
    return std::max(best, fuzzyScore(query, QString::fromStdString(kind.id)));
}

std::vector<const catalog::Kind*> searchKinds(const catalog::Catalog& catalog, const QString& query) {
    std::vector<std::pair<int, const catalog::Kind*>> found;
    for (const catalog::Kind& kind : catalog.kinds()) {
        const int score = query.trimmed().isEmpty() ? perLetter : kindScore(query, kind);
        if (score > 0) {
            found.emplace_back(score, &kind);
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<const catalog::Kind*> kinds;
    kinds.reserve(found.size());
    for (const auto& [score, kind] : found) {
        kinds.push_back(kind);
    }
    return kinds;
}

}  // namespace headroom::widgets
