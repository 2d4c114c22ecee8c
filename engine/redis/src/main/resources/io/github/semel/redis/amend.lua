-- Replaces the outcome of a completed key.
-- KEYS[1]  the key
-- ARGV[1]  fence (8 bytes)
-- ARGV[2]  how often the outcome was replaced before
-- ARGV[3]  8 random bytes that name this call
-- ARGV[4]  status (1 byte) and the outcome's bytes
-- Returns 1 when this call has replaced the outcome, else 0.
local record = redis.call('GET', KEYS[1])
local time = now()
if live(record, time) ~= COMPLETED or string.sub(record, 3, 10) ~= ARGV[1] then
  return no(record, time)
end
local amendments = struct.unpack('>I4', record, 71)
if string.sub(record, 63, 70) == ARGV[3] then
  -- This very call, sent again after its answer was lost; written again for WAIT.
  redis.call('SET', KEYS[1], record, 'KEEPTTL')
  return 1
end
if amendments ~= tonumber(ARGV[2]) then
  return 0
end
record = string.sub(record, 1, 62) .. ARGV[3] .. struct.pack('>I4', amendments + 1) .. ARGV[4]
redis.call('SET', KEYS[1], record, 'KEEPTTL')
return 1
