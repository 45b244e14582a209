import WaybillRouteFiles

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where a program that people start keeps its books, so that all such programs of a user share them unless told otherwise.
public enum LedgerPlace: Sendable, Hashable {
    /// There are none, since nobody wants them.
    case nowhere
    /// In this file, which was asked for.
    case file(String)
    /// In this folder, which may not be there yet, since nobody said anything.
    case usual(folder: String)
    /// Nobody said anything, and there is no home to put them in.
    case homeless

    /// The place by what was asked for, the environment (`WAYBILL_LEDGER`), or custom: `waybill` under `XDG_STATE_HOME`, or else under `~/.local/state`.
    ///
    /// - Parameter asked: A path, or `none`; `nil`: nothing was.
    public init(asked: String?) {
        let asked = asked ?? ProcessEnvironment.value("WAYBILL_LEDGER") ?? ""
        if asked == "none" {
            self = .nowhere
        } else if !asked.isEmpty {
            self = .file(asked)
        } else if let state = ProcessEnvironment.value("XDG_STATE_HOME"), state.hasPrefix("/") {
            // By the XDG Base Directory Specification, a path that is not absolute is to be passed over.
            self = .usual(folder: "\(state)/waybill")
        } else if let home = ProcessEnvironment.value("HOME"), home.hasPrefix("/") {
            self = .usual(folder: "\(home)/.local/state/waybill")
        } else {
            self = .homeless
        }
    }

    /// The path of the books; `nil` where there are none.
    public var path: String? {
        switch self {
        case .nowhere, .homeless: nil
        case .file(let path): path
        case .usual(let folder): "\(folder)/ledger.sqlite"
        }
    }

    /// Makes the usual folder with those around it, for its owner alone, as the specification of such folders asks.
    ///
    /// Where that fails the books cannot be opened, which says why.
    public func makeFolder() {
        guard case .usual(let path) = self else { return }
        var end = path.startIndex
        while end < path.endIndex {
            end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
            _ = mkdir(String(path[..<end]), 0o700)
        }
    }
}
