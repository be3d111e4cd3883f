# headroom_library(<name> [DEPENDS <target>...])
# One static library of all sources in this folder. Its DEPENDS are the only
# directions the folder may include from; tests/architecture reads them too.
function(headroom_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp *.h)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")  # a program beside its library
  add_library(headroom_${name} STATIC ${sources})
  add_library(headroom::${name} ALIAS headroom_${name})
  set_target_properties(headroom_${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_include_directories(headroom_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(headroom_${name} PUBLIC ${ARG_DEPENDS})
endfunction()

# headroom_tests([LIBRARIES <target>...])
# Every *_test.cpp of this folder becomes one Qt Test program and one ctest
# entry named after its path, such as core/queueing/erlang.
function(headroom_tests)
  cmake_parse_arguments(ARG "" "" "LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *_test.cpp)
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR})
  string(REPLACE "/" "_" prefix ${folder})
  foreach(source IN LISTS sources)
    get_filename_component(stem ${source} NAME_WE)
    string(REGEX REPLACE "_test$" "" stem ${stem})
    set(target test_${prefix}_${stem})
    add_executable(${target} ${source})
    set_target_properties(${target} PROPERTIES AUTOMOC ON)
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${target} PRIVATE Qt6::Test ${ARG_LIBRARIES})
    target_compile_definitions(${target} PRIVATE
      HEADROOM_SOURCE_DIR="${PROJECT_SOURCE_DIR}" HEADROOM_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
    set_property(GLOBAL APPEND PROPERTY HEADROOM_TEST_TARGETS ${target})
    add_test(NAME ${folder}/${stem} COMMAND ${target})
    set_tests_properties(${folder}/${stem} PROPERTIES
      ENVIRONMENT "QT_QPA_PLATFORM=offscreen;HEADROOM_DATA=${PROJECT_SOURCE_DIR}/resources;LC_ALL=C.UTF-8;RC_PARAMS=seed=20261123")
  endforeach()
endfunction()

# The build tree finds its resources as an installed program does: in
# ../share/headroom beside bin, here a link to the source folder.
function(headroom_mirror_resources)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share)
  if(NOT EXISTS ${CMAKE_BINARY_DIR}/share/headroom)
    file(CREATE_LINK ${PROJECT_SOURCE_DIR}/resources ${CMAKE_BINARY_DIR}/share/headroom SYMBOLIC)
  endif()
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/resources/ DESTINATION ${CMAKE_INSTALL_DATADIR}/headroom)
endfunction()
