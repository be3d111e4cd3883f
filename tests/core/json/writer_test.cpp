#include "core/json/writer.h"

#include <QtTest/QtTest>
#include <limits>

using namespace headroom;
using json::Array;
using json::Object;

class WriterTest : public QObject {
    Q_OBJECT

  private slots:
    void theCanonicalText() {
        const json::Value value =
            Object{{"name", "x"}, {"list", Array{1, 2.5, nullptr}}, {"empty", Object{}}, {"none", Array{}}};
        QCOMPARE(json::write(value), std::string("{\n"
                                                 "  \"name\": \"x\",\n"
                                                 "  \"list\": [\n"
                                                 "    1,\n"
                                                 "    2.5,\n"
                                                 "    null\n"
                                                 "  ],\n"
                                                 "  \"empty\": {},\n"
                                                 "  \"none\": []\n"
                                                 "}\n"));
        QCOMPARE(json::writeCompact(value),
                 std::string("{\"name\":\"x\",\"list\":[1,2.5,null],\"empty\":{},\"none\":[]}"));
    }

    void texts() {
        QCOMPARE(json::writeCompact("\"\\/\n\t\x01\x1f\x7f\u00fc"),
                 std::string("\"\\\"\\\\/\\n\\u0009\\u0001\\u001f\x7f\u00fc\""));
    }

    void numbersThatAreNone() {
        QCOMPARE(json::writeCompact(std::numeric_limits<double>::infinity()), std::string("null"));
        QCOMPARE(json::writeCompact(std::numeric_limits<double>::quiet_NaN()), std::string("null"));
        QCOMPARE(json::writeCompact(-0.0), std::string("0"));
    }
};

QTEST_GUILESS_MAIN(WriterTest)
#include "writer_test.moc"
