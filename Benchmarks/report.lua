-- Prints what a run measured as lines of `measured NAME VALUE`, for Benchmarks/imugi_bench/load.py to read. Each of `threads`, if there
-- are any, has counted its wrong answers in `wrong` and kept one of them in `wrong_example`.

function report(summary, latency, threads)
    local errors = summary.errors
    local wrong, example = 0, ""
    for _, thread in ipairs(threads) do
        wrong = wrong + thread:get("wrong")
        if thread:get("wrong_example") ~= "" then example = thread:get("wrong_example") end
    end
    local function line(name, value) print("measured " .. name .. " " .. value) end
    line("requests", summary.requests)
    line("microseconds", summary.duration)
    line("p50", latency:percentile(50))
    line("p99", latency:percentile(99))
    line("broken", errors.connect + errors.read + errors.write + errors.timeout)
    line("wrong", math.max(wrong, errors.status))
    line("wrong_example", (example:gsub("%s", " ")))
end
