-- Goes on with the first key that was not completed at once; complete-pending.lua has completed those
-- before it, and says what the arguments are and what an answer is.
for completed = 1, at - 1 do
  answers[completed] = 1
end

local function complete()
  if record and record.err then
    return record
  end
  local state = live(record, time)
  if not state or string.sub(record, 3, 26) ~= ARGV[1 + 2 * at] then
    return answer(record, time)
  end
  -- This very completion, sent again: nothing changes, and WAIT covers it. Or one that the server
  -- has just refused to write.
  local set = state == COMPLETED and redis.pcall('SET', KEYS[at], record, 'KEEPTTL') or write()
  return set.err and set or 1
end

repeat
  answers[at] = complete()
  at = at + 1
  while KEYS[at] and settled() do
    answers[at] = 1
    at = at + 1
  end
until not KEYS[at]
return KEYS[2] and answers or answers[1]
