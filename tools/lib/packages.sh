# The one list of Debian packages, in groups. Sourced by the scripts in tools/.
# shellcheck shell=bash disable=SC2034

# What it takes to build and run Headroom.
packages_run=(
    g++ cmake ninja-build
    qt6-base-dev libqt6opengl6-dev qt6-charts-dev qt6-svg-dev # Qt Charts is not found without libqt6opengl6-dev
    nlohmann-json3-dev libexpected-dev libcli11-dev libboost-math-dev
    fonts-dejavu-core
)

# Only where a Wayland session is to be used: Qt's platform plugin for it.
packages_wayland=(qt6-wayland)

# What tools/bench needs besides.
packages_bench=(libbenchmark-dev python3)

# What the tests need besides.
packages_test=(
    ccache
    librapidcheck-dev libvalijson-dev
    python3
    clang-format clang-tidy
    locales                                              # the source of the comma locale
    xvfb xauth openbox xdotool x11-utils                 # one run of the real window
    librsvg2-bin poppler-utils libxml2-utils imagemagick # exported pictures are read back
)
