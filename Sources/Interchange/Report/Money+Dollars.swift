extension Money {
    /// Reads an amount of dollars as JSON writes numbers, such as `0.00014` or `2.85e-05`, digit by digit.
    ///
    /// What is finer than a picodollar is rounded, half of one up.
    ///
    /// - Parameter places: How many places the decimal point is moved to the left first: 10 for counts of 10⁻¹⁰ dollars.
    /// - Returns: `nil` for an amount below nothing, or of a billion dollars and more.
    public init?(dollars number: JSONNumber, dividedByTenTo places: Int = 0) {
        let decimal = DecimalNumber(number.literal)
        guard !decimal.isNegative else { return nil }
        let wholePlaces = decimal.pointPlace - places
        guard decimal.digits.isEmpty || wholePlaces <= 9 else { return nil }
        // Counted from the decimal point, the digits down to picodollars, and one more to round by.
        let kept = wholePlaces + Self.fractionDigits
        guard kept >= 0 else {
            self = .zero
            return
        }
        var picodollars = Int128(0)
        for place in 0..<kept { picodollars = picodollars * 10 + decimal.digit(at: place) }
        if decimal.digit(at: kept) >= 5 { picodollars += 1 }
        self.init(picodollars: picodollars)
    }

    /// A picodollar is the twelfth digit after the point.
    private static let fractionDigits = 12
}

extension DecimalNumber {
    /// The digit at a place, from 0 for the first; beyond the last there are zeros.
    fileprivate func digit(at place: Int) -> Int128 {
        digits.indices.contains(place) ? Int128(digits[place] - UInt8(ascii: "0")) : 0
    }
}
