-- Goes on with the first key that could not be claimed as a new one; claim-new.lua has claimed those
-- before it, and says what the arguments are and what an answer is.
for claimed = 1, at - 1 do
  answers[claimed] = time
end

local function claim(record)
  local claimant, fence, attempt, call = ARGV[3 + at], time, 1, NO_CALL
  if record then
    if record.err then
      return record
    end
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
      if string.sub(record, 11, 26) == string.sub(claimant, 1, 16) then
        -- This very claim, sent again. Written again, so that a WAIT behind it covers the record:
        -- WAIT waits for the writes of its own connection alone.
        local again = redis.pcall('SET', KEYS[at], record, 'KEEPTTL')
        return again.err and again or answer(record, time)
      end
      if string.sub(record, 27, 42) ~= string.sub(claimant, 17, 32) then
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
  local set = pend(head(fence), middle(attempt, call))
  if set.err then
    return set
  end
  return attempt == 1 and fence or { fence, attempt }
end

repeat
  -- One key after the other: it may be there twice.
  answers[at] = claim(redis.pcall('GET', KEYS[at]))
  at = at + 1
  while KEYS[at] and new() do
    answers[at] = time
    at = at + 1
  end
until not KEYS[at]
return KEYS[2] and answers or answers[1]
