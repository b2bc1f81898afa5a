-- Prints what a run measured as lines of `measured NAME VALUE`, for Benchmarks/imugi_bench/load.py to read.

function report(summary, latency, wrong, wrong_example)
    local errors = summary.errors
    local function line(name, value) print("measured " .. name .. " " .. value) end
    line("requests", summary.requests)
    line("microseconds", summary.duration)
    line("p50", latency:percentile(50))
    line("p99", latency:percentile(99))
    line("broken", errors.connect + errors.read + errors.write + errors.timeout)
    line("wrong", math.max(wrong, errors.status))
    line("wrong_example", (wrong_example:gsub("%s", " ")))
end
