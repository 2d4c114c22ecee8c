-- Claims a key, in one round trip.
-- KEYS[1]  the key
-- ARGV[1]  owner (16 bytes) and fingerprint (16 bytes)
-- ARGV[2]  lease in microseconds
-- ARGV[3]  how long Redis keeps the key, in milliseconds: lease, ttl and the memory of fences
-- ARGV[4]  ttl in microseconds (8 bytes) and the label
-- Returns the time (8 bytes) and the record that stands now; the client reads from it who won. Just
-- the time means that the key is new and was not admitted.
local record = redis.call('GET', KEYS[1])
local time = now()
local fence, attempt, call = time, 1, '\0\0\0\0\0\0\0\0'
if record then
  if foreign(record) then
    return answer(record, time)
  end
  local state = string.byte(record, 2)
  -- Fences increase also when the server's time has not moved on, or has gone back after a
  -- failover: what is left of the record before, expired or freed, remembers the last one.
  local held = struct.unpack('>I8', record, 3)
  if fence <= held then
    fence = held + 1
  end
  if state == FREED then
    -- So that the call that freed the key is still known when it is sent again after this claim.
    call = string.sub(record, 11, 18)
  elseif time < ends(record, state) then
    if state == COMPLETED then
      return answer(record, time)
    end
    if string.sub(record, 11, 26) == string.sub(ARGV[1], 1, 16) then
      -- This very claim, sent again. Written again, so that a WAIT behind it covers the record:
      -- WAIT waits for the writes of its own connection alone.
      redis.call('SET', KEYS[1], record, 'KEEPTTL')
      return answer(record, time)
    end
    if string.sub(record, 27, 42) ~= string.sub(ARGV[1], 17, 32) then
      return answer(record, time)
    end
    local tries, _, till = struct.unpack('>I4I8I8', record, 43)
    if time < till then
      return answer(record, time)
    end
    attempt = tries + 1
    call = string.sub(record, 63, 70)
  end
end
if attempt == 1 and not ADMITS then
  return struct.pack('>I8', time)
end
record = '\1\1' .. struct.pack('>I8', fence) .. ARGV[1]
  .. struct.pack('>I4I8I8', attempt, time, time + ARGV[2]) .. call .. ARGV[4]
-- PX is longer than the protocol needs: for a while the expired record remembers its fence.
redis.call('SET', KEYS[1], record, 'PX', ARGV[3])
return struct.pack('>I8', time) .. record
