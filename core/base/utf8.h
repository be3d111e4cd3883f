#pragma once

#include <cstddef>
#include <string_view>

namespace headroom::utf8 {

/// Bytes of the well-formed UTF-8 character (RFC 3629: no surrogates, no overlong forms) at the start
/// of `text`; 0 where there is none.
std::size_t sequenceLength(std::string_view text);

/// The offset of the first byte that is not well-formed UTF-8, or npos.
std::size_t firstBroken(std::string_view text);

/// How many characters (code points) `text` has; a broken byte counts as one.
std::size_t length(std::string_view text);

}  // namespace headroom::utf8
