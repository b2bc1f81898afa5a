-- Asks for one order after another out of those that orders.sql has written, by a whole HTTP request in BENCH_REQUEST with {number}
-- (10 digits) where they differ. BENCH_ORDERS says how many there are.

local before, after = assert(os.getenv("BENCH_REQUEST")):match("^(.-){number}(.*)$")
local orders = tonumber(assert(os.getenv("BENCH_ORDERS")))
local succeeded = '{"ok":true,"code":1,'
local threads = {}

function setup(thread)
    thread:set("thread_number", #threads)
    threads[#threads + 1] = thread
end

function init()
    math.randomseed(1 + thread_number)
    wrong = 0
    wrong_example = ""
end

function request() return before .. string.format("%010d", math.random(orders)) .. after end

function response(status, headers, body)
    if status ~= 200 or body:sub(1, #succeeded) ~= succeeded then
        wrong = wrong + 1
        wrong_example = status .. " " .. body
    end
end

function done(summary, latency)
    dofile("report.lua")
    report(summary, latency, threads)
end
