import { authorities } from './authorities.ts'

/** A code used in postcode directories, and the upper-tier authority that is responsible for the area now. */
export interface LowerTierAuthority {
  code: string
  name: string
  authorityCode: string
}

type Row = readonly [code: string, name: string, authorityCode: string]

/** The districts of two-tier counties (ONS, lower tier to upper tier). */
const districts: readonly Row[] = [
  // Cambridgeshire
  ['E07000008', 'Cambridge', 'E10000003'],
  ['E07000009', 'East Cambridgeshire', 'E10000003'],
  ['E07000010', 'Fenland', 'E10000003'],
  ['E07000011', 'Huntingdonshire', 'E10000003'],
  ['E07000012', 'South Cambridgeshire', 'E10000003'],
  // Derbyshire
  ['E07000032', 'Amber Valley', 'E10000007'],
  ['E07000033', 'Bolsover', 'E10000007'],
  ['E07000034', 'Chesterfield', 'E10000007'],
  ['E07000035', 'Derbyshire Dales', 'E10000007'],
  ['E07000036', 'Erewash', 'E10000007'],
  ['E07000037', 'High Peak', 'E10000007'],
  ['E07000038', 'North East Derbyshire', 'E10000007'],
  ['E07000039', 'South Derbyshire', 'E10000007'],
  // Devon
  ['E07000040', 'East Devon', 'E10000008'],
  ['E07000041', 'Exeter', 'E10000008'],
  ['E07000042', 'Mid Devon', 'E10000008'],
  ['E07000043', 'North Devon', 'E10000008'],
  ['E07000044', 'South Hams', 'E10000008'],
  ['E07000045', 'Teignbridge', 'E10000008'],
  ['E07000046', 'Torridge', 'E10000008'],
  ['E07000047', 'West Devon', 'E10000008'],
  // East Sussex
  ['E07000061', 'Eastbourne', 'E10000011'],
  ['E07000062', 'Hastings', 'E10000011'],
  ['E07000063', 'Lewes', 'E10000011'],
  ['E07000064', 'Rother', 'E10000011'],
  ['E07000065', 'Wealden', 'E10000011'],
  // Essex
  ['E07000066', 'Basildon', 'E10000012'],
  ['E07000067', 'Braintree', 'E10000012'],
  ['E07000068', 'Brentwood', 'E10000012'],
  ['E07000069', 'Castle Point', 'E10000012'],
  ['E07000070', 'Chelmsford', 'E10000012'],
  ['E07000071', 'Colchester', 'E10000012'],
  ['E07000072', 'Epping Forest', 'E10000012'],
  ['E07000073', 'Harlow', 'E10000012'],
  ['E07000074', 'Maldon', 'E10000012'],
  ['E07000075', 'Rochford', 'E10000012'],
  ['E07000076', 'Tendring', 'E10000012'],
  ['E07000077', 'Uttlesford', 'E10000012'],
  // Gloucestershire
  ['E07000078', 'Cheltenham', 'E10000013'],
  ['E07000079', 'Cotswold', 'E10000013'],
  ['E07000080', 'Forest of Dean', 'E10000013'],
  ['E07000081', 'Gloucester', 'E10000013'],
  ['E07000082', 'Stroud', 'E10000013'],
  ['E07000083', 'Tewkesbury', 'E10000013'],
  // Hampshire
  ['E07000084', 'Basingstoke and Deane', 'E10000014'],
  ['E07000085', 'East Hampshire', 'E10000014'],
  ['E07000086', 'Eastleigh', 'E10000014'],
  ['E07000087', 'Fareham', 'E10000014'],
  ['E07000088', 'Gosport', 'E10000014'],
  ['E07000089', 'Hart', 'E10000014'],
  ['E07000090', 'Havant', 'E10000014'],
  ['E07000091', 'New Forest', 'E10000014'],
  ['E07000092', 'Rushmoor', 'E10000014'],
  ['E07000093', 'Test Valley', 'E10000014'],
  ['E07000094', 'Winchester', 'E10000014'],
  // Hertfordshire
  ['E07000095', 'Broxbourne', 'E10000015'],
  ['E07000096', 'Dacorum', 'E10000015'],
  ['E07000098', 'Hertsmere', 'E10000015'],
  ['E07000099', 'North Hertfordshire', 'E10000015'],
  ['E07000102', 'Three Rivers', 'E10000015'],
  ['E07000103', 'Watford', 'E10000015'],
  ['E07000240', 'St Albans', 'E10000015'],
  ['E07000241', 'Welwyn Hatfield', 'E10000015'],
  ['E07000242', 'East Hertfordshire', 'E10000015'],
  ['E07000243', 'Stevenage', 'E10000015'],
  // Kent
  ['E07000105', 'Ashford', 'E10000016'],
  ['E07000106', 'Canterbury', 'E10000016'],
  ['E07000107', 'Dartford', 'E10000016'],
  ['E07000108', 'Dover', 'E10000016'],
  ['E07000109', 'Gravesham', 'E10000016'],
  ['E07000110', 'Maidstone', 'E10000016'],
  ['E07000111', 'Sevenoaks', 'E10000016'],
  ['E07000112', 'Folkestone and Hythe', 'E10000016'],
  ['E07000113', 'Swale', 'E10000016'],
  ['E07000114', 'Thanet', 'E10000016'],
  ['E07000115', 'Tonbridge and Malling', 'E10000016'],
  ['E07000116', 'Tunbridge Wells', 'E10000016'],
  // Lancashire
  ['E07000117', 'Burnley', 'E10000017'],
  ['E07000118', 'Chorley', 'E10000017'],
  ['E07000119', 'Fylde', 'E10000017'],
  ['E07000120', 'Hyndburn', 'E10000017'],
  ['E07000121', 'Lancaster', 'E10000017'],
  ['E07000122', 'Pendle', 'E10000017'],
  ['E07000123', 'Preston', 'E10000017'],
  ['E07000124', 'Ribble Valley', 'E10000017'],
  ['E07000125', 'Rossendale', 'E10000017'],
  ['E07000126', 'South Ribble', 'E10000017'],
  ['E07000127', 'West Lancashire', 'E10000017'],
  ['E07000128', 'Wyre', 'E10000017'],
  // Leicestershire
  ['E07000129', 'Blaby', 'E10000018'],
  ['E07000130', 'Charnwood', 'E10000018'],
  ['E07000131', 'Harborough', 'E10000018'],
  ['E07000132', 'Hinckley and Bosworth', 'E10000018'],
  ['E07000133', 'Melton', 'E10000018'],
  ['E07000134', 'North West Leicestershire', 'E10000018'],
  ['E07000135', 'Oadby and Wigston', 'E10000018'],
  // Lincolnshire
  ['E07000136', 'Boston', 'E10000019'],
  ['E07000137', 'East Lindsey', 'E10000019'],
  ['E07000138', 'Lincoln', 'E10000019'],
  ['E07000139', 'North Kesteven', 'E10000019'],
  ['E07000140', 'South Holland', 'E10000019'],
  ['E07000141', 'South Kesteven', 'E10000019'],
  ['E07000142', 'West Lindsey', 'E10000019'],
  // Norfolk
  ['E07000143', 'Breckland', 'E10000020'],
  ['E07000144', 'Broadland', 'E10000020'],
  ['E07000145', 'Great Yarmouth', 'E10000020'],
  ['E07000146', "King's Lynn and West Norfolk", 'E10000020'],
  ['E07000147', 'North Norfolk', 'E10000020'],
  ['E07000148', 'Norwich', 'E10000020'],
  ['E07000149', 'South Norfolk', 'E10000020'],
  // Nottinghamshire
  ['E07000170', 'Ashfield', 'E10000024'],
  ['E07000171', 'Bassetlaw', 'E10000024'],
  ['E07000172', 'Broxtowe', 'E10000024'],
  ['E07000173', 'Gedling', 'E10000024'],
  ['E07000174', 'Mansfield', 'E10000024'],
  ['E07000175', 'Newark and Sherwood', 'E10000024'],
  ['E07000176', 'Rushcliffe', 'E10000024'],
  // Oxfordshire
  ['E07000177', 'Cherwell', 'E10000025'],
  ['E07000178', 'Oxford', 'E10000025'],
  ['E07000179', 'South Oxfordshire', 'E10000025'],
  ['E07000180', 'Vale of White Horse', 'E10000025'],
  ['E07000181', 'West Oxfordshire', 'E10000025'],
  // Staffordshire
  ['E07000192', 'Cannock Chase', 'E10000028'],
  ['E07000193', 'East Staffordshire', 'E10000028'],
  ['E07000194', 'Lichfield', 'E10000028'],
  ['E07000195', 'Newcastle-under-Lyme', 'E10000028'],
  ['E07000196', 'South Staffordshire', 'E10000028'],
  ['E07000197', 'Stafford', 'E10000028'],
  ['E07000198', 'Staffordshire Moorlands', 'E10000028'],
  ['E07000199', 'Tamworth', 'E10000028'],
  // Suffolk
  ['E07000200', 'Babergh', 'E10000029'],
  ['E07000202', 'Ipswich', 'E10000029'],
  ['E07000203', 'Mid Suffolk', 'E10000029'],
  ['E07000244', 'East Suffolk', 'E10000029'],
  ['E07000245', 'West Suffolk', 'E10000029'],
  // Surrey
  ['E07000207', 'Elmbridge', 'E10000030'],
  ['E07000208', 'Epsom and Ewell', 'E10000030'],
  ['E07000209', 'Guildford', 'E10000030'],
  ['E07000210', 'Mole Valley', 'E10000030'],
  ['E07000211', 'Reigate and Banstead', 'E10000030'],
  ['E07000212', 'Runnymede', 'E10000030'],
  ['E07000213', 'Spelthorne', 'E10000030'],
  ['E07000214', 'Surrey Heath', 'E10000030'],
  ['E07000215', 'Tandridge', 'E10000030'],
  ['E07000216', 'Waverley', 'E10000030'],
  ['E07000217', 'Woking', 'E10000030'],
  // Warwickshire
  ['E07000218', 'North Warwickshire', 'E10000031'],
  ['E07000219', 'Nuneaton and Bedworth', 'E10000031'],
  ['E07000220', 'Rugby', 'E10000031'],
  ['E07000221', 'Stratford-on-Avon', 'E10000031'],
  ['E07000222', 'Warwick', 'E10000031'],
  // West Sussex
  ['E07000223', 'Adur', 'E10000032'],
  ['E07000224', 'Arun', 'E10000032'],
  ['E07000225', 'Chichester', 'E10000032'],
  ['E07000226', 'Crawley', 'E10000032'],
  ['E07000227', 'Horsham', 'E10000032'],
  ['E07000228', 'Mid Sussex', 'E10000032'],
  ['E07000229', 'Worthing', 'E10000032'],
  // Worcestershire
  ['E07000234', 'Bromsgrove', 'E10000034'],
  ['E07000235', 'Malvern Hills', 'E10000034'],
  ['E07000236', 'Redditch', 'E10000034'],
  ['E07000237', 'Worcester', 'E10000034'],
  ['E07000238', 'Wychavon', 'E10000034'],
  ['E07000239', 'Wyre Forest', 'E10000034'],
]

/**
 * Abolished codes that older directories still contain, with the authority that took over the area. A code is abolished
 * when its authority is merged or its boundary redrawn. Source: ONS Code History Database.
 */
const formerDistricts: readonly Row[] = [
  // boundaries redrawn, 2012 to 2013
  ['E06000048', 'Northumberland', 'E06000057'],
  ['E08000020', 'Gateshead', 'E08000037'],
  ['E07000097', 'East Hertfordshire', 'E10000015'],
  ['E07000100', 'St Albans', 'E10000015'],
  ['E07000101', 'Stevenage', 'E10000015'],
  ['E07000104', 'Welwyn Hatfield', 'E10000015'],
  // Dorset, April 2019
  ['E06000028', 'Bournemouth', 'E06000058'],
  ['E06000029', 'Poole', 'E06000058'],
  ['E07000048', 'Christchurch', 'E06000058'],
  ['E07000049', 'East Dorset', 'E06000059'],
  ['E07000050', 'North Dorset', 'E06000059'],
  ['E07000051', 'Purbeck', 'E06000059'],
  ['E07000052', 'West Dorset', 'E06000059'],
  ['E07000053', 'Weymouth and Portland', 'E06000059'],
  // Suffolk, April 2019: districts merged, the county stayed
  ['E07000201', 'Forest Heath', 'E10000029'],
  ['E07000204', 'St Edmundsbury', 'E10000029'],
  ['E07000205', 'Suffolk Coastal', 'E10000029'],
  ['E07000206', 'Waveney', 'E10000029'],
  // Buckinghamshire, April 2020
  ['E07000004', 'Aylesbury Vale', 'E06000060'],
  ['E07000005', 'Chiltern', 'E06000060'],
  ['E07000006', 'South Bucks', 'E06000060'],
  ['E07000007', 'Wycombe', 'E06000060'],
  // Northamptonshire, April 2021
  ['E07000150', 'Corby', 'E06000061'],
  ['E07000152', 'East Northamptonshire', 'E06000061'],
  ['E07000153', 'Kettering', 'E06000061'],
  ['E07000156', 'Wellingborough', 'E06000061'],
  ['E07000151', 'Daventry', 'E06000062'],
  ['E07000154', 'Northampton', 'E06000062'],
  ['E07000155', 'South Northamptonshire', 'E06000062'],
  // Cumbria, April 2023
  ['E07000026', 'Allerdale', 'E06000063'],
  ['E07000028', 'Carlisle', 'E06000063'],
  ['E07000029', 'Copeland', 'E06000063'],
  ['E07000027', 'Barrow-in-Furness', 'E06000064'],
  ['E07000030', 'Eden', 'E06000064'],
  ['E07000031', 'South Lakeland', 'E06000064'],
  // North Yorkshire, April 2023
  ['E07000163', 'Craven', 'E06000065'],
  ['E07000164', 'Hambleton', 'E06000065'],
  ['E07000165', 'Harrogate', 'E06000065'],
  ['E07000166', 'Richmondshire', 'E06000065'],
  ['E07000167', 'Ryedale', 'E06000065'],
  ['E07000168', 'Scarborough', 'E06000065'],
  ['E07000169', 'Selby', 'E06000065'],
  // Somerset: Taunton Deane and West Somerset merged in April 2019, all became one in April 2023
  ['E07000190', 'Taunton Deane', 'E06000066'],
  ['E07000191', 'West Somerset', 'E06000066'],
  ['E07000187', 'Mendip', 'E06000066'],
  ['E07000188', 'Sedgemoor', 'E06000066'],
  ['E07000189', 'South Somerset', 'E06000066'],
  ['E07000246', 'Somerset West and Taunton', 'E06000066'],
  // the boundary between Barnsley and Sheffield redrawn, 2025
  ['E08000016', 'Barnsley', 'E08000038'],
  ['E08000019', 'Sheffield', 'E08000039'],
]

/** Every code that a directory may contain; single-tier authorities map to themselves. */
export const lowerTierAuthorities: readonly LowerTierAuthority[] = [
  ...authorities
    .filter(({ code }) => !code.startsWith('E10'))
    .map(({ code, name }) => ({ code, name, authorityCode: code })),
  ...[...districts, ...formerDistricts].map(([code, name, authorityCode]) => ({ code, name, authorityCode })),
]
