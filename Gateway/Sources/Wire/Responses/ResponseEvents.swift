import Waybill

/// Writes the events of one streamed response, with their numbers.
struct ResponseEvents: Sendable {
    private var sequence = 0

    /// Appends an event.
    ///
    /// - Parameter members: Writes the members after the type and the number, each with a comma before it.
    mutating func write(_ type: StaticString, to bytes: inout [UInt8], members: (inout [UInt8]) -> Void) {
        begin(type, to: &bytes)
        members(&bytes)
        bytes.append(text: "}\n\n")
    }

    /// Appends an event about an item, or about a part of one.
    ///
    /// - Parameters:
    ///   - part: Which part of the item, where it is about one.
    ///   - members: Writes the members after the address.
    mutating func write(
        _ type: StaticString, _ item: OutputAddress, part: PartAddress? = nil, to bytes: inout [UInt8], members: (inout [UInt8]) -> Void
    ) {
        begin(type, to: &bytes)
        item.write(part, to: &bytes)
        members(&bytes)
        bytes.append(text: "}\n\n")
    }

    private mutating func begin(_ type: StaticString, to bytes: inout [UInt8]) {
        bytes.append(text: "event: ")
        bytes.append(text: type)
        bytes.append(text: "\ndata: {\"type\":\"")
        bytes.append(text: type)
        bytes.append(text: #"","sequence_number":"#)
        bytes.append(json: sequence)
        sequence += 1
    }
}

/// Which part of an item an event is about.
enum PartAddress {
    /// A part of a message.
    case content(Int)
    /// A part of a reasoning item's summary.
    case summary(Int)
}

extension OutputAddress {
    /// Appends the members that say which item an event is about, and which part of it.
    func write(_ part: PartAddress?, to bytes: inout [UInt8]) {
        bytes.append(text: #","item_id":""#)
        bytes.append(contentsOf: id.utf8)
        bytes.append(text: #"","output_index":"#)
        bytes.append(json: index)
        switch part {
        case .content(let index):
            bytes.append(text: #","content_index":"#)
            bytes.append(json: index)
        case .summary(let index):
            bytes.append(text: #","summary_index":"#)
            bytes.append(json: index)
        case nil: break
        }
    }
}
