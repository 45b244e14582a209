public import WaybillInterchange

/// Measured times, all of them, so that percentiles are exact.
public struct TimeSamples: Sendable, Hashable {
    private var microseconds: [Int64] = []

    /// How many there are.
    public var count: Int { microseconds.count }

    /// The smallest time that so many percent of all are not above; `nil` where there is none.
    ///
    /// - Parameter percent: From 1 to 100.
    public func percentile(_ percent: Int) -> Duration? {
        guard !microseconds.isEmpty else { return nil }
        var values = microseconds
        let rank = (min(max(percent, 1), 100) * values.count + 99) / 100 - 1
        return .microseconds(values.withUnsafeMutableBufferPointer { Self.select(rank, of: $0) })
    }

    mutating func add(_ microseconds: Int64) { self.microseconds.append(microseconds) }

    static func += (left: inout TimeSamples, right: TimeSamples) { left.microseconds += right.microseconds }

    /// The element that would stand at a place if all were sorted, found without sorting all (quickselect).
    private static func select(_ place: Int, of values: UnsafeMutableBufferPointer<Int64>) -> Int64 {
        var (first, last) = (0, values.count - 1)
        while first < last {
            let pivot = median(values[first], values[first + (last - first) / 2], values[last])
            var (left, right) = (first, last)
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                guard left <= right else { break }
                values.swapAt(left, right)
                left += 1
                right -= 1
            }
            // What lies between the two is the pivot's value.
            if place <= right {
                last = right
            } else if place >= left {
                first = left
            } else {
                return values[place]
            }
        }
        return values[place]
    }

    private static func median(_ a: Int64, _ b: Int64, _ c: Int64) -> Int64 { max(min(a, b), min(max(a, b), c)) }
}

extension TimeSamples: JSONWritable {
    /// Half and nearly all of them, in seconds, with how many there are.
    public var json: JSONValue {
        var object = JSONObject()
        object.set("count", count)
        for (key, percent) in [("p50", 50), ("p95", 95)] {
            object[key] = percentile(percent).map { .number(JSONNumber(seconds: $0)) } ?? .null
        }
        return .object(object)
    }
}
