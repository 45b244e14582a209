import Waybill

/// A table of where requests go, which `waybill route --matrix` wrote, in a file.
struct RouteTableFile {
    /// The path, as it was given.
    let path: String

    /// Reads the table.
    func read() throws(InputError) -> [RouteRecord] {
        let bytes: [UInt8]
        do throws(BoundedRead.Problem) {
            bytes = try BoundedRead.file(path)
        } catch {
            throw InputError("The table '\(path)' \(error.reason).")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw InputError("The table '\(path)' is not UTF-8.") }
        do throws(RouteTableTextMalformed) {
            return try RouteRecord.read(text)
        } catch {
            throw InputError("\(path):\(error.line): \(error.problem)")
        }
    }
}
