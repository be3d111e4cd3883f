#include "core/json/writer.h"

#include <array>
#include <cmath>

#include "core/base/diagnostic.h"
#include "core/base/numbers.h"

namespace headroom::json {

namespace {

class Writer {
  public:
    explicit Writer(bool pretty) : pretty_(pretty) {}

    void value(const Value& value) {
        std::visit([this](const auto& held) { put(held); }, value.data());
    }

    std::string take() { return std::move(out_); }

  private:
    void put(std::monostate /*null*/) { out_ += "null"; }
    void put(bool held) { out_ += held ? "true" : "false"; }
    void put(std::int64_t held) { out_ += std::to_string(held); }
    void put(std::uint64_t held) { out_ += std::to_string(held); }
    void put(double held) { out_ += std::isfinite(held) ? shortest(held) : "null"; }
    void put(const std::string& held) { quoted(held); }

    void put(const Array& held) {
        brackets('[', ']', held, [this](const Value& item) { value(item); });
    }

    void put(const Object& held) {
        brackets('{', '}', held, [this](const Object::Member& member) {
            quoted(member.first);
            out_ += pretty_ ? ": " : ":";
            value(member.second);
        });
    }

    template <class Items, class Each>
    void brackets(char open, char close, const Items& items, Each each) {
        out_ += open;
        ++depth_;
        bool first = true;
        for (const auto& item : items) {
            if (!first) {
                out_ += ',';
            }
            first = false;
            newline();
            each(item);
        }
        --depth_;
        if (!first) {
            newline();
        }
        out_ += close;
    }

    void newline() {
        if (pretty_) {
            out_ += '\n';
            out_.append(static_cast<std::size_t>(depth_) * 2, ' ');
        }
    }

    void quoted(const std::string& text) {
        constexpr std::array<char, 16> hex{'0', '1', '2', '3', '4', '5', '6', '7',
                                           '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
        out_ += '"';
        for (const char c : text) {
            if (c == '"' || c == '\\') {
                out_ += '\\';
                out_ += c;
            } else if (c == '\n') {
                out_ += "\\n";
            } else if (static_cast<unsigned char>(c) < 0x20) {
                out_ += "\\u00";
                out_ += hex[static_cast<unsigned char>(c) >> 4U];
                out_ += hex[static_cast<unsigned char>(c) & 15U];
            } else {
                out_ += c;
            }
        }
        out_ += '"';
    }

    std::string out_;
    int depth_ = 0;
    bool pretty_;
};

}  // namespace

std::string write(const Value& value) {
    Writer writer(true);
    writer.value(value);
    return writer.take() + "\n";
}

std::string writeCompact(const Value& value) {
    Writer writer(false);
    writer.value(value);
    return writer.take();
}

std::string describe(const Value& value) {
    if (value.isObject() || value.isArray()) {
        return std::string(value.typeName());
    }
    return printable(writeCompact(value), 60);
}

}  // namespace headroom::json
