import ArgumentParser
@main struct Imugi: AsyncParsableCommand { func run() async throws {} }
