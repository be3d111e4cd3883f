#pragma once

#include <QTest>
#include <cmath>

#include "tests/app/cli/cli_process.h"
#include "tests/designs/raw_design.h"

/// A shipped design as bare JSON, and what the command line answers for it.
namespace headroom::test {

class SolvedDesign {
  public:
    explicit SolvedDesign(const QString& slug, const QStringList& more = {})
        : path_(QStringLiteral(HEADROOM_SOURCE_DIR "/designs/") + slug + QStringLiteral("/design.json")),
          raw_(path_),
          answer_(CliProcess().run(QStringList{"solve", "--json", path_} + more).json()) {}

    [[nodiscard]] const RawDesign& raw() const { return raw_; }
    [[nodiscard]] const QJsonObject& answer() const { return answer_; }
    [[nodiscard]] QJsonObject component(const QString& id) const {
        return answer_["components"].toObject()[id].toObject();
    }
    /// NaN where there is none.
    [[nodiscard]] double of(const char* list, const QString& id, const char* figure) const {
        const QJsonValue value =
            answer_[QLatin1String(list)].toObject()[id].toObject()[QLatin1String(figure)];
        return value.toDouble(std::nan(""));
    }
    [[nodiscard]] double meanOf(const QString& workload) const {
        const QJsonObject result = answer_["workloads"].toObject()[workload].toObject();
        return result["latency_ms"].toObject()["mean"].toDouble(std::nan(""));
    }

  private:
    QString path_;
    RawDesign raw_;
    QJsonObject answer_;
};

/// Empty where both agree.
inline QString unlike(double actual, double expected, double relative) {
    const bool close = std::abs(actual - expected) <= relative * std::abs(expected);
    return close ? QString() : QString("%1, by hand %2").arg(actual, 0, 'g', 12).arg(expected, 0, 'g', 12);
}

}  // namespace headroom::test

#define COMPARE_BY_HAND(actual, expected, relative)                                \
    do {                                                                           \
        const QString said = headroom::test::unlike(actual, expected, relative);   \
        QVERIFY2(said.isEmpty(), qPrintable(QStringLiteral(#actual ": ") + said)); \
    } while (false)
