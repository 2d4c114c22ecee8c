-- Stands before every script. The server's time in microseconds since the epoch, read inside the
-- same atomic step as the record: a time read by the client would make leases non-linearizable.
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end
