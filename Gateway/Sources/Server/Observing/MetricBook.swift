/// Counters and histograms by their labels, as Prometheus reads them.
///
/// Memory is bounded: a family has no more than ``mostSeries`` series, and what comes beyond counts under labels that say `other`.
struct MetricBook: Sendable {
    /// So many different sets of labels has one family.
    static let mostSeries = 1_000

    /// What belongs together under one name.
    struct Family: Sendable {
        let name: String
        let help: String
        /// The upper bounds of a histogram's buckets, in ascending order; `nil`: a counter.
        let bounds: [Double]?
        let labels: [String]

        /// A sum that only grows.
        static func counter(_ name: String, _ labels: [String], _ help: String) -> Family {
            Family(name: name, help: help, bounds: nil, labels: labels)
        }

        /// Durations in seconds.
        static func seconds(_ name: String, _ labels: [String], _ help: String) -> Family {
            Family(name: name, help: help, bounds: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300], labels: labels)
        }
    }

    private struct Series: Sendable {
        var sum = 0.0
        /// How many values fell into each bucket, the last of which has no bound.
        var buckets: [UInt64]

        /// One without any value yet.
        init(_ family: Family) { buckets = family.bounds.map { Array(repeating: 0, count: $0.count + 1) } ?? [] }
    }

    private let families: [Family]
    private var series: [[[String]: Series]]

    init(_ families: [Family]) {
        self.families = families
        series = Array(repeating: [:], count: families.count)
    }

    /// Adds a value to a counter, or an observation to a histogram.
    ///
    /// - Parameters:
    ///   - family: The place of the family.
    ///   - labels: The values of its labels, in their order.
    mutating func add(_ value: Double, to family: Int, _ labels: [String]) {
        let isFull = series[family].count >= Self.mostSeries && series[family][labels] == nil
        let key = isFull ? labels.map { _ in "other" } : labels
        let bucket = families[family].bounds.map { bounds in bounds.firstIndex { value <= $0 } ?? bounds.count }
        let add = { (one: inout Series) in
            one.sum += value
            if let bucket { one.buckets[bucket] += 1 }
        }
        add(&series[family][key, default: Series(families[family])])
    }

    /// All families with any value, in the exposition format (text, version 0.0.4).
    var text: String {
        var text = ""
        for (family, series) in zip(families, series) where !series.isEmpty {
            text += "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.bounds == nil ? "counter" : "histogram")\n"
            for (values, one) in series.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                let labels = zip(family.labels, values).map { "\($0)=\"\($1.escapedLabel)\"" }
                guard let bounds = family.bounds else {
                    text += "\(family.name)\(Self.braced(labels)) \(one.sum)\n"
                    continue
                }
                var count: UInt64 = 0
                for (bound, inBucket) in zip(bounds.map { "\($0)" } + ["+Inf"], one.buckets) {
                    count += inBucket
                    text += "\(family.name)_bucket\(Self.braced(labels + ["le=\"\(bound)\""])) \(count)\n"
                }
                text += "\(family.name)_sum\(Self.braced(labels)) \(one.sum)\n\(family.name)_count\(Self.braced(labels)) \(count)\n"
            }
        }
        return text
    }

    private static func braced(_ labels: [String]) -> String { labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}" }
}

extension String {
    /// The text as the value of a label.
    fileprivate var escapedLabel: String {
        var text = ""
        for character in unicodeScalars {
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }
}
