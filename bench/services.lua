-- One load on one kind of request, told by the environment; counts answers by what was expected of them.
-- LOAD_PATH may hold %d: then each request takes the next number from LOAD_FIRST to LOAD_LAST, none twice.
local threads = {}

function setup(thread)
  thread:set("id", #threads)
  table.insert(threads, thread)
end

function init()
  path = os.getenv("LOAD_PATH")
  method = os.getenv("LOAD_METHOD")
  body = os.getenv("LOAD_BODY")
  expected = tonumber(os.getenv("LOAD_EXPECT"))
  numbered = path:find("%%d") ~= nil
  step = tonumber(os.getenv("LOAD_THREADS"))
  at = tonumber(os.getenv("LOAD_FIRST")) + id
  last = tonumber(os.getenv("LOAD_LAST"))
  good, bad = 0, 0
  headers = { ["Cookie"] = os.getenv("LOAD_COOKIE") }
  if method == "POST" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
end

function request()
  if not numbered then return wrk.format(method, path, headers, body) end
  if at > last then
    wrk.thread:stop()
    at = last
  end
  local one = string.format(path, at)
  at = at + step
  return wrk.format(method, one, headers, body)
end

if os.getenv("LOAD_PAUSE") then
  -- A person reads for a moment before asking again.
  function delay() return math.random(0, 2 * tonumber(os.getenv("LOAD_PAUSE"))) end
end

function response(status)
  if status == expected then good = good + 1 else bad = bad + 1 end
end

function done(summary, latency)
  local good, bad, reached = 0, 0, 0
  for _, thread in ipairs(threads) do
    good = good + thread:get("good")
    bad = bad + thread:get("bad")
    reached = math.max(reached, thread:get("at"))
  end
  local e = summary.errors
  io.write(string.format(
    '\nRESULT {"good": %d, "failures": %d, "seconds": %f, "p50": %f, "p95": %f, "p99": %f, "reached": %d}\n',
    good, bad + e.connect + e.read + e.write + e.timeout, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, reached))
end
