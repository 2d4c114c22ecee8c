-- Stands before claim.lua: claims keys that are new, as most are, before anything else is defined that
-- only a key that is there needs: each run defines its functions anew, which takes the server time.
-- KEYS     the keys. Claims that travel together are one run of the script: the server finds the
--          script, hands it its arguments and reads the time once for all of them.
-- ARGV[1]  lease in microseconds
-- ARGV[2]  how long Redis keeps the keys, in milliseconds: lease, ttl and the memory of fences
-- ARGV[3]  ttl in microseconds (8 bytes)
-- and one for each key: owner (16 bytes), fingerprint (16 bytes) and the label
-- Returns the number that is every key's answer, or a list of their answers in the order of the keys,
-- but for one key its answer alone. An answer is
--       a number: claimed just now; its fence
--       two numbers: claimed just now from a holder whose claim has lapsed; its fence and attempt
--       the time (8 bytes) and the record that stands, made before; the client reads by whom
--       just the time: the key is new and was not admitted
--       an error: it is this key's alone
local time = now()
local answers, at = {}, 1

-- A pending record is a head, owner and fingerprint, a middle, and the label. RecordFormat.java draws
-- the bytes. Claims of new keys differ in what the client has sent, and in nothing else.
local function head(fence)
  return struct.pack('>BBI8', 1, 1, fence)
end
local function middle(attempt, call)
  return struct.pack('>I4I8I8c8', attempt, time, time + ARGV[1], call) .. ARGV[3]
end

-- Sets the key at hand to a pending record; that it is new may be the condition. PX is longer than
-- the protocol needs: for a while the expired record remembers its fence.
local function pend(before, behind, ...)
  local claimant, label = ARGV[3 + at], ''
  if string.len(claimant) > 32 then
    claimant, label = string.sub(claimant, 1, 32), string.sub(claimant, 33)
  end
  return redis.pcall('SET', KEYS[at], before .. claimant .. behind .. label, 'PX', ARGV[2], ...)
end

local NO_CALL = '\0\0\0\0\0\0\0\0'
local before, behind = head(time), middle(1, NO_CALL)

-- Whether the key at hand was new, and is claimed now.
local function new()
  local written = ADMITS and pend(before, behind, 'NX')
  return written and not written.err
end

while new() do
  at = at + 1
  if not KEYS[at] then
    return time
  end
end
