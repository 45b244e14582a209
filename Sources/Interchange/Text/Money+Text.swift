extension Money {
    /// The amount with at least two decimals and at most three significant digits below a dollar: `$1,204.50`, `$0.00234`.
    package var shortText: String {
        let exact = shortened.description
        let dollars = exact.drop { !$0.isNumber }.prefix { $0 != "." }
        return "\(exact.prefix { !$0.isNumber })\(dollars.inThousands)\(exact.drop { $0 != "." })"
    }

    private var shortened: Money {
        let exact = description
        guard let point = exact.firstIndex(of: ".") else { return self }
        let decimals = exact[exact.index(after: point)...]
        let isBelowOne = exact[..<point].allSatisfy { $0 == "$" || $0 == "0" || $0 == "-" }
        let zeros = isBelowOne ? decimals.prefix { $0 == "0" }.count : 0
        let kept = isBelowOne ? max(2, zeros + 3) : 2
        return decimals.count <= kept ? self : rounded(toDecimals: kept)
    }

    private func rounded(toDecimals decimals: Int) -> Money {
        let step = (decimals..<12).reduce(Int128(1)) { step, _ in step * 10 }
        let half = picodollars < 0 ? -step / 2 : step / 2
        return Money(picodollars: (picodollars + half) / step * step)
    }
}
