-- Records the outcome of a claim.
-- KEYS[1]  the key
-- ARGV[1]  fence (8 bytes) and owner (16 bytes): the proof
-- ARGV[2]  ttl in microseconds
-- ARGV[3]  how long Redis keeps the key, in milliseconds: ttl and the memory of fences
-- ARGV[4]  status (1 byte) and the outcome's bytes
-- Returns 1 when the outcome stands; else the time and the record that stands, if one does.
local record = redis.call('GET', KEYS[1])
local time = now()
local state = live(record, time)
if not state or string.sub(record, 3, 26) ~= ARGV[1] then
  return answer(record, time)
end
if state == COMPLETED then
  -- This very completion, sent again: nothing changes, and WAIT covers it.
  redis.call('SET', KEYS[1], record, 'KEEPTTL')
  return 1
end
record = '\1\2' .. string.sub(record, 3, 46) .. struct.pack('>I8I8', time, time + ARGV[2])
  .. string.sub(record, 63, 70) .. '\0\0\0\0' .. ARGV[4]
redis.call('SET', KEYS[1], record, 'PX', ARGV[3])
return 1
