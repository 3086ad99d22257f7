-- Walks a file of paths, one a line, over and over; prints one line of figures at the end.
-- Run as: wrk … -s walk.lua URL -- FILE

local requests = {}
local place = 0

function init(args)
    -- Formatted once: what the generator spends per request, the server lacks.
    for path in io.lines(args[1]) do
        requests[#requests + 1] = wrk.format("GET", path)
    end
end

function request()
    place = place % #requests + 1
    return requests[place]
end

function done(summary, latency, requests)
    local errors = summary.errors
    -- Times are microseconds.
    print(string.format("figures %d %d %d %d %d %d %d",
        summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
