-- Claims a key that is there, expired or not; claim-new.lua has read it, and says what the arguments are.
if foreign(record) then
  return answer(record, time)
end
local fence, attempt, call = time, 1, NO_CALL
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
if attempt == 1 and not ADMITS then
  return struct.pack('>I8', time)
end
return pend(fence, attempt, call)
