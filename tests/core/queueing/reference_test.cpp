// Every reference case whose family this library answers, at the tolerance that the
// case itself gives. See tests/data/reference/README.md.
#include <QFile>
#include <QTest>
#include <cmath>
#include <vector>

#include "core/queueing/md1.h"
#include "tests/core/queueing/reference_balancing.h"
#include "tests/core/queueing/reference_caches.h"
#include "tests/core/queueing/reference_limiters.h"
#include "tests/core/queueing/reference_losses.h"
#include "tests/core/queueing/reference_networks.h"
#include "tests/core/queueing/reference_parallel.h"
#include "tests/core/queueing/reference_reliability.h"
#include "tests/core/queueing/reference_stations.h"

using namespace headroom::queueing;

namespace {

// Expected values of the file that are wrong, with the truth and how it is known.
struct WrongValue {
    const char* name;
    const char* key;
    double truth;
    const char* why;
};
constexpr double kMd1At95 = 67.5733021557;
const WrongValue kWrongValues[] = {
    {"M/D/1 lambda=0.95", "Wq_p999", kMd1At95,
     "The tail falls by e every 9.83 service times (0.95 (e^x - 1) = x at x = 0.10170), and p99 is 44.94: "
     "ten "
     "times rarer is 2.3026 * 9.833 = 22.64 later, not 150. The alternating series lost its digits."},
    {"M/D/1 lambda=0.95", "T_p999", kMd1At95 + 1.0, "One service time after the wait."},
};

const WrongValue* wrongValue(const std::string& name, const std::string& key) {
    for (const WrongValue& wrong : kWrongValues) {
        if (name == wrong.name && key == wrong.key) {
            return &wrong;
        }
    }
    return nullptr;
}

// All of them, from the headers named after their subject.
const Families& families() {
    static const Families all = [] {
        Families joined;
        for (Families part :
             {stationFamilies(), limiterFamilies(), lossFamilies(), parallelFamilies(), networkFamilies(),
              reliabilityFamilies(), cacheFamilies(), balancingFamilies()}) {
            joined.merge(part);
        }
        return joined;
    }();
    return all;
}
// Answered by formulas that are not built here: shown for comparison in the file only.
const std::map<std::string, std::string> kNotOurs = {{"Wq_bolch_pw", ""}, {"Wq_sakasegawa", ""}};

const Json& cases() {
    static const Json all = [] {
        QFile file(HEADROOM_SOURCE_DIR "/tests/data/reference/reference_cases.json");
        return file.open(QIODevice::ReadOnly) ? Json::parse(file.readAll().toStdString()) : Json::array();
    }();
    return all;
}

}  // namespace

class ReferenceTest : public QObject {
    Q_OBJECT
  private slots:
    void everyFamilyIsThere();
    void agrees_data();
    void agrees();
    void wrongValuesAreWrong();
};

void ReferenceTest::everyFamilyIsThere() {
    for (const Json& entry : cases()) {  // and none of the file is left out
        QVERIFY2(families().contains(entry.at("family").get<std::string>()),
                 entry.at("family").get<std::string>().c_str());
    }
    for (const auto& [name, family] : families()) {
        std::size_t found = 0;
        for (const Json& entry : cases()) {
            found += entry.at("family") == name ? 1 : 0;
        }
        QVERIFY2(found == family.cases, name.c_str());
    }
}

void ReferenceTest::agrees_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i) {
        const Json& entry = cases()[i];
        if (families().contains(entry.at("family").get<std::string>())) {
            const auto row =
                entry.at("family").get<std::string>() + ": " + entry.at("name").get<std::string>();
            QTest::newRow(row.c_str()) << int(i);
        }
    }
}

void ReferenceTest::agrees() {
    QFETCH(int, index);
    const Json& entry = cases()[std::size_t(index)];
    const Answers answers = families().at(entry.at("family").get<std::string>()).solve(entry.at("inputs"));
    const double tolerance = entry.at("tolerance").get<double>();
    const auto name = entry.at("name").get<std::string>();
    for (const auto& [key, value] : entry.at("expected").items()) {
        if (!(value.is_number() || value.is_boolean()) || kNotOurs.contains(key)) {
            continue;
        }
        QVERIFY2(answers.contains(key), qPrintable(QString("no answer for %1").arg(key.c_str())));
        const WrongValue* wrong = wrongValue(name, key);
        const double given = value.is_boolean() ? double(value.get<bool>()) : value.get<double>();
        const double expected = wrong != nullptr ? wrong->truth : given;
        const double off = std::abs(answers.at(key) - expected);
        QVERIFY2(off <= tolerance * std::abs(expected), qPrintable(QString("%1: got %2, expected %3")
                                                                       .arg(key.c_str())
                                                                       .arg(answers.at(key), 0, 'g', 13)
                                                                       .arg(expected, 0, 'g', 13)));
    }
}

// An independent computation: the chain of the number left behind by a departure,
// N' = max(N - 1, 0) + Poisson(rho), iterated until it stands still. An arrival finds the
// same distribution, and one that finds at most k in the system waits at most k services,
// so P(W <= k) lies between P(N <= k - 1) and P(N <= k). It is the latter: the job in
// service ends within the k-th service time.
void ReferenceTest::wrongValuesAreWrong() {
    const double rho = 0.95;
    const int states = 600;
    std::vector<double> now(states, 0.0);
    now[0] = 1.0;
    std::vector<double> arrivals(40);
    for (int j = 0; j < 40; ++j) {
        arrivals[j] = std::exp(-rho + j * std::log(rho) - std::lgamma(j + 1.0));
    }
    for (int round = 0; round < 20000; ++round) {
        std::vector<double> next(states, 0.0);
        for (int n = 0; n < states; ++n) {
            for (int j = 0; j < 40 && std::max(n - 1, 0) + j < states; ++j) {
                next[std::max(n - 1, 0) + j] += now[n] * arrivals[j];
            }
        }
        now.swap(next);
    }
    const auto moreThan = [&](int k) {
        double sum = 0.0;
        for (int n = k + 1; n < states; ++n) {
            sum += now[n];
        }
        return sum;
    };
    // P(W <= k) is the probability that at most k are in the system.
    QVERIFY(moreThan(67) > 0.001);
    QVERIFY(moreThan(68) < 0.001);
    const Md1Wait wait(rho);
    QVERIFY(std::abs(moreThan(67) - wait.tail(67.0)) < 1e-8);
    QVERIFY(std::abs(wait.quantile(0.999) - kMd1At95) < 1e-6);
    // And a list entry that the file has since put right is to be taken out.
    for (const Json& entry : cases()) {
        for (const WrongValue& wrong : kWrongValues) {
            if (entry.at("name") == wrong.name) {
                const double given = entry.at("expected").at(wrong.key).get<double>();
                QVERIFY2(std::abs(given - wrong.truth) > 1.0, wrong.why);
            }
        }
    }
}

QTEST_GUILESS_MAIN(ReferenceTest)
#include "reference_test.moc"
