-- Makes a key absent: the holder's release and the operator's forget.
-- KEYS[1]  the key
-- ARGV[1]  what the record must begin with after its state: fence (8 bytes), or fence and owner
-- ARGV[2]  8 random bytes that name this call
-- ARGV[3]  the memory of fences in milliseconds
-- ARGV[4]  '1' when only a pending record may be freed
-- Returns 1 when this call has freed the key, else 0.
local record = redis.call('GET', KEYS[1])
local time = now()
if not record or foreign(record) then
  return no(record, time)
end
local state = string.byte(record, 2)
if state == FREED then
  if string.sub(record, 11, 18) ~= ARGV[2] then
    return 0
  end
  -- This very call, sent again after its answer was lost; written again for WAIT.
  redis.call('SET', KEYS[1], record, 'KEEPTTL')
  return 1
end
if string.sub(record, 63, 70) == ARGV[2] then
  -- The same, and somebody has claimed the key in between.
  return 1
end
if not live(record, time) or string.sub(record, 3, 2 + string.len(ARGV[1])) ~= ARGV[1]
  or (ARGV[4] == '1' and state ~= PENDING) then
  return 0
end
-- The key stays for a while and remembers its fence, and which call has freed it.
local freed = redis.pcall('SET', KEYS[1], '\1\3' .. string.sub(record, 3, 10) .. ARGV[2], 'PX', ARGV[3])
if freed.err then
  if not string.find(freed.err, 'OOM', 1, true) then
    return freed
  end
  -- A server before version 7 refuses to write when its memory is full. Freeing must go on.
  redis.call('DEL', KEYS[1])
end
return 1
