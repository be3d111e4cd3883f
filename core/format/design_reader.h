#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "core/format/member_source.h"
#include "core/format/reading.h"
#include "core/model/design.h"

namespace headroom::format {

/// A design from JSON, table by table; then the old defaults, then the references.
class DesignReader {
  public:
    explicit DesignReader(Reading& reading) : reading_(reading) {}

    /// Means something only where `reading` has not failed.
    model::Design read(const json::Value& value);

  private:
    void readHead(MemberSource& members);
    void readVersion(MemberSource& members);
    void readCatalog(MemberSource& members);
    void readObjectives(MemberSource& members);
    void readScenario(MemberSource& members);
    void readTables(MemberSource& members);

    template <class T>
    std::vector<T> readTable(MemberSource& members, std::string_view name, bool required,
                             T (*readOne)(Reading&, const json::Value&, const std::string&));
    model::Design assemble();

    Reading& reading_;
    model::Document document_;
    std::vector<model::Component> components_;
    std::vector<model::Connection> connections_;
    std::vector<model::Group> groups_;
    std::vector<model::Note> notes_;
    std::unordered_set<std::string> ids_;
};

}  // namespace headroom::format
