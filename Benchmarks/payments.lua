-- Makes payments of one user after another, each with a trade_no of its own.
--
-- BENCH_REQUEST holds a whole HTTP request with {number} and then {uid} where they vary; behind them {uid} may come again. Without
-- Content-Sha1 the signature does not cover the body, so one set of headers serves every request; both values have a fixed width, so one
-- Content-Length does too. The users are BENCH_USERS many from the uid BENCH_FIRST_USER on.

local before, between, after = assert(os.getenv("BENCH_REQUEST")):match("^(.-){number}(.-){uid}(.*)$")
local first_user = tonumber(assert(os.getenv("BENCH_FIRST_USER")))
local users = tonumber(assert(os.getenv("BENCH_USERS")))
local comes_again = after:find("{uid}", 1, true) ~= nil
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
    local uid = string.format("%07d", first_user + sent % users)
    local rest = comes_again and after:gsub("{uid}", uid) or after
    return before .. string.format("%d%09d", thread_number, sent) .. between .. uid .. rest
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
