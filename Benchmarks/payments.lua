-- Pays one user after another through POST /api/v1/pay/app2user/do/, every payment with a trade_no of its own.
--
-- BENCH_REQUEST holds a whole HTTP request with {number} and {uid} where they vary. Without Content-Sha1 the signature does not cover
-- the body, so one set of headers serves every request; both values have a fixed width, so one Content-Length does too.

local before, between, after = assert(os.getenv("BENCH_REQUEST")):match("^(.-){number}(.-){uid}(.*)$")
local paid = '{"ok":true,"code":1,'
local threads = {}

function setup(thread)
    thread:set("thread_number", #threads)
    threads[#threads + 1] = thread
end

function init()
    sent = 0
    wrong = 0
    wrong_example = ""
end

function request()
    sent = sent + 1
    return before .. string.format("%d%09d", thread_number, sent) .. between .. 1000000 + sent % 2 .. after
end

function response(status, headers, body)
    if status ~= 200 or body:sub(1, #paid) ~= paid then
        wrong = wrong + 1
        wrong_example = status .. " " .. body
    end
end

function done(summary, latency)
    dofile("report.lua")
    report(summary, latency, threads)
end
