local N = 3
-- A small program of the everyday kind: text in, tables, closures, objects and sorting, text out.

local random
do
  local state
  function random(limit)
    if not limit then state = 42 return end
    state = (state * 1103515245 + 12345) % 2147483648
    return state // 65536 % limit
  end
end

local Stock = {}
Stock.__index = Stock

function Stock.new() return setmetatable({ items = {}, count = 0 }, Stock) end

function Stock:add(name, amount, price)
  local item = self.items[name]
  if not item then
    item = { name = name, amount = 0, paid = 0 }
    self.items[name] = item
    self.count = self.count + 1
  end
  item.amount = item.amount + amount
  item.paid = item.paid + amount * price
end

function Stock:sorted(order)
  local list = {}
  for _, item in pairs(self.items) do list[#list + 1] = item end
  table.sort(list, order)
  return list
end

local names = { "copper", "marble", "saffron", "walnut", "velvet", "oyster", "quartz", "timber" }

local function orders(count)
  local lines = {}
  for i = 1, count do
    lines[i] = string.format("%s-%d;%d;%d.%02d", names[random(#names) + 1], random(9), 1 + random(20), random(90), random(100))
  end
  return table.concat(lines, "\n")
end

local function parse(text, stock)
  for name, amount, whole, cents in text:gmatch("([%w-]+);(%d+);(%d+)%.(%d%d)") do
    stock:add(name, tonumber(amount), tonumber(whole) * 100 + tonumber(cents))
  end
end

-- How many ways n queens fit on a board.
local function queens(n)
  local columns, up, down, found = {}, {}, {}, 0
  local function place(row)
    if row > n then found = found + 1 return end
    for column = 1, n do
      local u, d = row + column, row - column + n
      if not (columns[column] or up[u] or down[d]) then
        columns[column], up[u], down[d] = true, true, true
        place(row + 1)
        columns[column], up[u], down[d] = nil, nil, nil
      end
    end
  end
  place(1)
  return found
end

local function primes(limit)
  local composite, count = {}, 0
  for i = 2, limit do
    if not composite[i] then
      count = count + 1
      for j = i * i, limit, i do composite[j] = true end
    end
  end
  return count
end

function step()
  random()
  local stock = Stock.new()
  parse(orders(N * 5), stock)
  local out = {}
  for _, item in ipairs(stock:sorted(function(a, b) return a.paid > b.paid or a.paid == b.paid and a.name < b.name end)) do
    out[#out + 1] = string.format("%-12s %6d %10.2f", item.name:upper(), item.amount, item.paid / 100)
  end
  out[#out + 1] = ("%d kinds, %d primes, %d ways"):format(stock.count, primes(N * 40), queens(N < 10 and 4 or N < 100 and 5 or 7))
  return table.concat(out, "\n")
end
