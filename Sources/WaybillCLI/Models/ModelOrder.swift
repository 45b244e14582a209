import Waybill

/// By what models are put in order.
enum ModelOrder: String, CaseIterable {
    case name
    /// The context window, the largest first.
    case window
    /// The most output, the largest first.
    case output
    /// The price of input, the lowest first.
    case inputPrice = "input-price"
    /// The price of output, the lowest first.
    case outputPrice = "output-price"
    /// The day of the end, the nearest first.
    case shutdown

    /// The entries in this order; those that are alike, or of which nothing is known, by name.
    func sorted(_ entries: [ModelCatalog.Entry]) -> [ModelCatalog.Entry] {
        entries.sorted { left, right in
            switch (key(left), key(right)) {
            case (let one?, let two?) where one != two: one < two
            case (_?, nil): true
            case (nil, _?): false
            default: left.name < right.name
            }
        }
    }

    /// What is compared, the smaller first; `nil`: not known.
    private func key(_ entry: ModelCatalog.Entry) -> Int? {
        switch self {
        case .name: 0
        case .window: entry.model.contextWindow.map { -$0 }
        case .output: entry.model.maxOutputTokens.map { -$0 }
        case .inputPrice: entry.model.price?.rates()?.input
        case .outputPrice: entry.model.price?.rates()?.output
        case .shutdown: entry.daysLeft
        }
    }
}
