-- Sends the one request in BENCH_REQUEST again and again and checks each answer's envelope.

local template = assert(os.getenv("BENCH_REQUEST"))
local succeeded = '{"ok":true,"code":1,'
local threads = {}

function setup(thread) threads[#threads + 1] = thread end

function init()
    wrong = 0
    wrong_example = ""
end

function request() return template end

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
