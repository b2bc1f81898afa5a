/// A statement that is prepared once on each connection and stays prepared there.
package struct PostgresStatement: Sendable {
    /// The name that the server knows it by, and that errors tell. Different statements have different names.
    package let name: String
    package let sql: String
    /// The types of `$1`, `$2` and so on.
    package let parameters: [PostgresType]

    package init(_ name: String, _ sql: String, _ parameters: PostgresType...) {
        self.init(name: name, sql: sql, parameters: parameters)
    }

    package init(name: String, sql: String, parameters: [PostgresType]) {
        self.name = name
        self.sql = sql
        self.parameters = parameters
    }

    /// The statement with values, to be run.
    package func callAsFunction(_ values: PostgresValue...) -> PostgresCall { PostgresCall(statement: self, values: values) }
}

/// A statement with the values for one run of it.
package struct PostgresCall: Sendable {
    package let statement: PostgresStatement
    package let values: [PostgresValue]

    package init(statement: PostgresStatement, values: [PostgresValue]) {
        self.statement = statement
        self.values = values
    }

    /// - Throws: ``PostgresError/misused(_:)`` unless there is a value of the right type for each parameter.
    func check() throws(PostgresError) {
        guard values.count == statement.parameters.count else {
            throw .misused("\(statement.name) takes \(statement.parameters.count) values and was given \(values.count)")
        }
        for (value, parameter) in zip(values, statement.parameters) {
            if let type = value.type, type != parameter {
                throw .misused("\(statement.name) takes a value of type \(parameter) where it was given one of type \(type)")
            }
        }
    }
}
