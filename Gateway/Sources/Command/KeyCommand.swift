import ArgumentParser
import GatewayAccess
import Waybill

/// `waybill-gateway key NAME`: makes a key for a caller.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Makes a key for a caller and shows it once, with the lines for the file of keys.")

    @Argument(help: "The caller's name, for books and logs.")
    var name: String

    func run() throws {
        let key = NewKey()
        let lines: String
        do throws(CallersInvalid) {
            lines = try key.lines(for: name)
        } catch {
            throw ValidationError(error.diagnostics.map(\.message).joined(separator: "\n"))
        }
        print(
            """
            The key, for the caller alone; it is shown this once:
              \(key.key)

            For the file of keys, under 'keys:'
            \(lines)
            """)
    }
}
