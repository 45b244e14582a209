import Synchronization
import WaybillRouteFiles
import WaybillRoutes

/// Time zones by their names: those of budgets, and for other processes' budgets those of this machine.
final class ZoneCache: Sendable {
    private let zones: Mutex<[String: CalendarZone?]> = Mutex([:])

    /// Keeps a zone that a budget names.
    func keep(_ zone: CalendarZone) {
        zones.withLock { zones in
            if zones[zone.name] == nil { zones[zone.name] = zone }
        }
    }

    /// The zone of this name; `nil` for UTC, which has none, and where this machine does not know it.
    func zone(_ name: String) -> CalendarZone? {
        guard !name.isEmpty else { return nil }
        return zones.withLock { zones in
            if let known = zones[name] { return known }
            let zone = CalendarZone.ofThisMachine(name)
            zones[name] = .some(zone)
            return zone
        }
    }
}
