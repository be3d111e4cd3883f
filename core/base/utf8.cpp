#include "core/base/utf8.h"

#include <algorithm>

namespace headroom::utf8 {

namespace {

bool continuation(unsigned char byte) {
    return (byte & 0xC0U) == 0x80U;
}

/// The lowest and highest legal second byte after `lead` (Unicode 15, table 3-7).
struct SecondByte {
    unsigned char low;
    unsigned char high;
};

SecondByte secondByte(unsigned char lead) {
    switch (lead) {
        case 0xE0:
            return {0xA0, 0xBF};
        case 0xED:
            return {0x80, 0x9F};
        case 0xF0:
            return {0x90, 0xBF};
        case 0xF4:
            return {0x80, 0x8F};
        default:
            return {0x80, 0xBF};
    }
}

std::size_t lengthByLead(unsigned char lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

}  // namespace

std::size_t sequenceLength(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::size_t length = lengthByLead(at(0));
    if (length < 2 || text.size() < length) {
        return length == 1 ? 1 : 0;
    }
    const SecondByte second = secondByte(at(0));
    if (at(1) < second.low || at(1) > second.high) {
        return 0;
    }
    for (std::size_t i = 2; i < length; ++i) {
        if (!continuation(at(i))) {
            return 0;
        }
    }
    return length;
}

std::size_t firstBroken(std::string_view text) {
    std::size_t offset = 0;
    while (offset < text.size()) {
        const std::size_t length = sequenceLength(text.substr(offset));
        if (length == 0) {
            return offset;
        }
        offset += length;
    }
    return std::string_view::npos;
}

std::size_t length(std::string_view text) {
    std::size_t count = 0;
    while (!text.empty()) {
        text.remove_prefix(std::max<std::size_t>(sequenceLength(text), 1));
        ++count;
    }
    return count;
}

}  // namespace headroom::utf8
