# Compiler settings that every target shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug or Release" FORCE)
endif()
# g++ 12 warns falsely at -O3, and the engine gains nothing from it.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
# Quick to build and still fast enough for the property tests; assertions stay on.
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")

option(HEADROOM_WERROR "Warnings are errors (developer and CI builds)" OFF)
option(HEADROOM_SANITIZE "Build with the address and undefined-behaviour sanitizers" OFF)

# The same bits on every machine: no fused multiply-add behind our back.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -ffp-contract=off)
if(HEADROOM_WERROR)
  add_compile_options(-Werror)
endif()
if(HEADROOM_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
  # Under the sanitizers g++ 12 takes parts of std::function for uninitialized where they are not.
  add_compile_options(-Wno-maybe-uninitialized)
endif()

# Compiled objects are shared between presets and checkouts: paths enter the cache relative to
# the source folder, and the build folder's own name not at all.
find_program(HEADROOM_CCACHE ccache)
if(HEADROOM_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${HEADROOM_CCACHE})
endif()
