import Waybill

/// A value in its JSON form, in a file.
struct JSONFile {
    /// The path, as it was given.
    let path: String
    /// What it holds, as a word before "file".
    let holding: String

    /// Reads the value.
    func read<Value: JSONRepresentable>(_ type: Value.Type = Value.self) throws(InputError) -> Value {
        let bytes: [UInt8]
        do throws(BoundedRead.Problem) {
            bytes = try BoundedRead.file(path)
        } catch {
            throw InputError("The \(holding) file '\(path)' \(error.reason).")
        }
        return try Self.value(of: bytes, from: path) { json throws(JSONFormatError) in try Value(json: json, at: .root) }
    }

    /// Reads JSON text, and what it says.
    ///
    /// - Parameters:
    ///   - name: The text's name for errors, before the line and the column.
    ///   - make: Makes the value out of the JSON.
    static func value<Value>(
        of text: [UInt8], from name: String, _ make: (JSONValue) throws(JSONFormatError) -> Value
    ) throws(InputError) -> Value {
        let json: JSONValue
        do throws(JSONError) {
            // People write these files: a member that is there twice is a mistake.
            json = try JSONReader.read(text, options: .init(duplicateKeys: .error))
        } catch {
            throw InputError("\(name):\(error.line):\(error.column): invalid JSON: \(error.message)")
        }
        do throws(JSONFormatError) {
            return try make(json)
        } catch {
            let place = error.place(in: text)
            throw InputError("\(name):\(place.line):\(place.column): \(error)")
        }
    }
}
