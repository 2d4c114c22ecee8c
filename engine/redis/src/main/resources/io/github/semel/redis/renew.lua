-- Has the lease of a claim end at another time.
-- KEYS[1]  the key
-- ARGV[1]  fence (8 bytes) and owner (16 bytes): the proof
-- ARGV[2]  lease in microseconds, from now
-- ARGV[3]  the memory of fences in milliseconds
-- ARGV[4]  8 random bytes that name this call
-- Returns 1 when the claim is the ticket's, else 0.
local record = redis.call('GET', KEYS[1])
local time = now()
if live(record, time) ~= PENDING or string.sub(record, 3, 26) ~= ARGV[1] then
  return no(record, time)
end
if string.sub(record, 63, 70) == ARGV[4] then
  -- This very call, sent again after its answer was lost: the lease ends when others have seen it
  -- end. Written again for WAIT.
  redis.call('SET', KEYS[1], record, 'KEEPTTL')
  return 1
end
local ttl = struct.unpack('>I8', record, 71)
record = string.sub(record, 1, 54) .. struct.pack('>I8', time + ARGV[2]) .. ARGV[4] .. string.sub(record, 71)
redis.call('SET', KEYS[1], record, 'PX', math.ceil((ARGV[2] + ttl) / 1000) + ARGV[3])
return 1
