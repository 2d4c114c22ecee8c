-- Has the lease of a claim end at another time.
-- KEYS[1]  the key
-- ARGV[1]  fence (8 bytes) and owner (16 bytes): the proof
-- ARGV[2]  lease in microseconds, from now
-- ARGV[3]  the memory of fences in milliseconds
-- Returns 1 when the claim is the ticket's, else 0. Sent again it may end the lease a little later.
local record = redis.call('GET', KEYS[1])
local time = now()
if live(record, time) ~= PENDING or string.sub(record, 3, 26) ~= ARGV[1] then
  return no(record, time)
end
local ttl = struct.unpack('>I8', record, 71)
record = string.sub(record, 1, 54) .. struct.pack('>I8', time + ARGV[2]) .. string.sub(record, 63)
redis.call('SET', KEYS[1], record, 'PX', math.ceil((ARGV[2] + ttl) / 1000) + ARGV[3])
return 1
