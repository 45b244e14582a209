package import WaybillRoutes

extension CalendarZone {
    /// The zone of a name in this machine's time zone database; `nil` where it has none.
    package static func ofThisMachine(_ name: String) -> CalendarZone? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else { return nil }
        guard let file = try? FileContents.read("/usr/share/zoneinfo/\(name)", limit: 1 << 18) else { return nil }
        return CalendarZone(name: name, file: file)
    }
}
