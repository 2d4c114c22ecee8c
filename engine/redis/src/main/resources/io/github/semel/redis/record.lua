-- Stands before every script. How a record is read; RecordFormat.java draws the bytes.
local VERSION, PENDING, COMPLETED, FREED = 1, 1, 2, 3
local SHORTEST = { [PENDING] = 78, [COMPLETED] = 75, [FREED] = 18 }

-- Whether what the key holds is not ours to read: a newer format, or damage. It is never changed and
-- never taken for absent; the client gets it as it is, and refuses it.
local function foreign(record)
  local version, state = string.byte(record, 1, 2)
  local shortest = SHORTEST[state]
  return version ~= VERSION or not shortest or string.len(record) < shortest
    or state == COMPLETED and string.byte(record, 71) > 127
end

-- When a record stops to count. A pending one outlives its lease by its ttl, so that the next
-- claimant learns that somebody was there; a freed one is absent from the start.
local function ends(record, state)
  if state == FREED then
    return 0
  end
  local till = struct.unpack('>I8', record, 55)
  if state == PENDING then
    till = till + struct.unpack('>I8', record, 71)
  end
  return till
end

-- The state of a record that counts at this time, else nil. Redis keeps the key for longer than that
-- (see claim.lua), so its own expiry is never what decides.
local function live(record, time)
  if not record or foreign(record) then
    return nil
  end
  local state = string.byte(record, 2)
  if time < ends(record, state) then
    return state
  end
  return nil
end

-- What the client gets when it has to look for itself: the time, and the record that stands.
local function answer(record, time)
  if record == '' then
    -- No record is empty, and it must not look as if there were none.
    record = '\0'
  end
  if record and (foreign(record) or live(record, time)) then
    return struct.pack('>I8', time) .. record
  end
  return struct.pack('>I8', time)
end

-- The answer "no": 0, or what the client is to refuse.
local function no(record, time)
  if record and foreign(record) then
    return answer(record, time)
  end
  return 0
end
